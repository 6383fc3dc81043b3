#!/usr/bin/env bash
# Previews a stack and writes what the comment is to say. Used by review.yml; works by hand as well, but leaves
# sevenbridges:replaceFinished in the stack's settings (and, with EMULATED, a file Pulumi.emulated.yaml):
#
#   bash .github/workflows/review.sh [folder]     (default: review)
#
# Writes comment.md into the folder, and ends with 1 where a rule of FAIL_ON hits or the preview fails.
#
#   STACK             the stack to preview
#   FAIL_ON           rules of `pulumi-sevenbridges review --fail-on`
#   REPLACE_FINISHED  `allow` lets finished tasks be replaced; default: `refuse`, and the preview fails where one would be
#   EMULATED          `true`: no account and no secret; the program is previewed on the emulator, in a separate new stack
#   SEED              with EMULATED: the emulator's users, projects, files and apps (default: the examples')
set -euo pipefail

folder=${1:-review}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
fail_on=${FAIL_ON:-error,abort,delete-of-started}
[ "${EMULATED:-}" = true ] && STACK=emulated

# It stays until there is something better to say, whatever goes wrong before that. The mark is that of a review of the
# same stack, so that one replaces the other.
project=$(sed -n "s/^name: *[\"']\{0,1\}\([A-Za-z0-9._-]*\).*/\1/p" Pulumi.yaml)
printf '%s\n\n%s\n' '**The preview could not be made: the log of the job says why.**' \
  "<!-- pulumi-sevenbridges review: $project/${STACK##*/} -->" >"$folder/comment.md"

# Without npx in between, which would not hand a signal on to the emulator.
sevenbridges=$(npx --no-install -c 'command -v pulumi-sevenbridges')

emulate() {
  local log=$folder/emulator.log
  "$sevenbridges" emulator ${SEED:+--seed "$SEED"} >"$log" 2>&1 &
  emulator=$!
  trap 'kill "$emulator" 2>/dev/null || true; wait "$emulator" || true' EXIT
  # It prints one line, with its address and a token, when it is ready.
  until grep -q ' with token ' "$log"; do
    kill -0 "$emulator" || { cat "$log" >&2; exit 1; }
    sleep 0.2
  done
  PULUMI_BACKEND_URL=file://$(mktemp -d)
  export PULUMI_BACKEND_URL PULUMI_CONFIG_PASSPHRASE=emulated # nothing in this stack is secret
  pulumi stack init "$STACK" --non-interactive
  pulumi config set sevenbridges:endpoint "$(sed -n 's/.* at \(.*\) with token .*/\1/p' "$log")" --stack "$STACK"
  sed -n 's/.* with token //p' "$log" | pulumi config set --secret sevenbridges:token --stack "$STACK"
}

[ "${EMULATED:-}" = true ] && emulate

failed=0
pulumi preview --stack "$STACK" --json --show-sames --non-interactive \
  --config "sevenbridges:replaceFinished=${REPLACE_FINISHED:-refuse}" >"$folder/preview.json" || failed=$?

hit=0
"$sevenbridges" review --fail-on "$fail_on" "$folder/preview.json" >"$folder/review.md" || hit=$?
[ -s "$folder/review.md" ] && mv "$folder/review.md" "$folder/comment.md"
[ "$failed" -eq 0 ] && [ "$hit" -eq 0 ]
