// util.transform.toSubscriptionFilter: every operator of a field, every member of an `or` and every rule is an
// alternative, and the alternatives are multiplied out (test/resolver/recordings/subscriptionFilter.json).
(function () {
  'use strict';
  const { keys } = Object;
  const { isArray } = Array;
  const Failure = Error;
  const isMap = (value) => typeof value === 'object' && value !== null && !isArray(value);
  // One alternative that asks for nothing.
  const anything = [[]];
  const refuse = (what) => {
    throw new Failure(`not emulated: util.transform.toSubscriptionFilter of ${what}`);
  };
  const multiply = (left, right) => left.flatMap((one) => right.map((other) => [...one, ...other]));

  const ofField = (fieldName, operators, isAlone) => {
    if (!isMap(operators)) {
      refuse(`a field without operators (${fieldName})`);
    }
    const names = keys(operators);
    if (names.length === 0) {
      return isAlone ? anything : refuse(`a field without operators beside others (${fieldName})`);
    }
    return names.map((operator) => [{ fieldName, operator, value: operators[operator] }]);
  };

  const ofFilter = (filter, ignored) => {
    if (!isMap(filter)) {
      refuse('a group with something else than filters');
    }
    const fields = keys(filter).filter((name) => ignored.indexOf(name) === -1);
    return fields.reduce((groups, name) => {
      const wanted = filter[name];
      if (name !== 'and' && name !== 'or') {
        return multiply(groups, ofField(name, wanted, fields.length === 1));
      }
      if (!isArray(wanted)) {
        refuse(`${name} without a list`);
      }
      const members = wanted.map((member) => ofFilter(member, ignored));
      if (name === 'and') {
        return members.reduce(multiply, groups);
      }
      if (members.length === 0 || members.some((member) => member === anything)) {
        refuse('an or with an empty member');
      }
      return multiply(
        groups,
        members.flatMap((member) => member),
      );
    }, anything);
  };

  // At least one rule has to hold beside every group.
  const ofRules = (rules) => {
    if (!isMap(rules) || keys(rules).length === 0) {
      return anything;
    }
    return keys(rules).flatMap((name) => ofField(name, rules[name], false));
  };

  return {
    toSubscriptionFilter: (filter, ignoredFields, rules) => {
      if (!isMap(filter)) {
        return null;
      }
      const groups = multiply(ofFilter(filter, ignoredFields ?? []), ofRules(rules));
      return { filterGroup: groups.filter((filters) => filters.length > 0).map((filters) => ({ filters })) };
    },
  };
});
