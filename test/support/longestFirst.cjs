const { default: Sequencer } = require("@jest/test-sequencer");

/*
 * The longest files first, so that no worker waits for one at the end. On a fresh machine jest knows no times and goes by the size of
 * a file, but a file of the real engine's tests is small and takes minutes.
 */

/** By folder, the slowest first. */
const order = [/\/test\/(standins|chaos)\//, /\/test\/matrix\//, /\/test\/engine\//, /\/test\//];

const rankOf = ({ path }) => order.findIndex((folder) => folder.test(path.replaceAll("\\", "/")));

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
};
