/**
 * Marks what a program may take for a value of a port, but is none. The compiler then shows the sentence, which is the
 * property's type. It is a symbol so that no field of a record can have its name. At run time it is never there.
 */
export declare const notAValue: unique symbol;
