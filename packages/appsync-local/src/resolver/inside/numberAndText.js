// util.math and util.str (docs/reference/appsync.md#ids-text-and-numbers).
(function () {
  'use strict';
  const { floor, round, min, max, random } = Math;
  const { isInteger } = Number;
  const { apply } = Reflect;
  const { normalize } = String.prototype;
  const Failure = Error;
  const forms = { nfc: 'NFC', nfd: 'NFD', nfkc: 'NFKC', nfkd: 'NFKD' };

  const numbersOnly =
    (name, call) =>
    (...values) => {
      for (const value of values) {
        if (typeof value !== 'number' || value !== value) {
          throw new Failure(`util.math.${name} takes numbers`);
        }
      }
      return call(...values);
    };

  return {
    math: {
      roundNum: numbersOnly('roundNum', (value) => {
        // Java has several ways to round a half; which one AppSync takes is not documented.
        if (value - floor(value) === 0.5) {
          throw new Failure('not emulated: util.math.roundNum of a number halfway between two integers');
        }
        return round(value) + 0;
      }),
      minVal: numbersOnly('minVal', (one, other) => min(one, other)),
      maxVal: numbersOnly('maxVal', (one, other) => max(one, other)),
      randomDouble: () => random(),
      // Whether AppSync ever answers the upper end is not documented: here it does not.
      randomWithinRange: numbersOnly('randomWithinRange', (from, to) => {
        if (!isInteger(from) || !isInteger(to) || from >= to) {
          throw new Failure('not emulated: util.math.randomWithinRange without two rising integers');
        }
        return from + floor(random() * (to - from));
      }),
    },
    str: {
      normalize: (text, form) => {
        if (typeof text !== 'string' || typeof form !== 'string' || forms[form] === undefined) {
          throw new Failure('util.str.normalize takes a string and one of nfc, nfd, nfkc, nfkd');
        }
        return apply(normalize, text, [forms[form]]);
      },
    },
  };
});
