// util.transform.toDynamoDBFilterExpression and toDynamoDBConditionExpression: a filter object as the text of a
// DynamoDB expression, exactly as EvaluateCode answered (test/resolver/recordings/transform.json).
(function (toDynamoDB) {
  'use strict';
  const { keys, hasOwn } = Object;
  const { isArray } = Array;
  const { stringify } = JSON;
  const Failure = Error;

  const comparisons = { eq: '=', ne: '<>', lt: '<', le: '<=', gt: '>', ge: '>=' };
  const functions = { contains: 'contains', notContains: 'NOT contains', beginsWith: 'begins_with' };
  const joiners = { and: ' AND ', or: ' OR ' };
  const typeCodes = {
    _null: 'NULL',
    string: 'S',
    stringSet: 'SS',
    number: 'N',
    numberSet: 'NS',
    binary: 'B',
    binarySet: 'BS',
    boolean: 'BOOL',
    list: 'L',
    map: 'M',
  };
  // AppSync answers null for a filter that it cannot render.
  const unrenderable = { unrenderable: true };
  const isMap = (value) => typeof value === 'object' && value !== null && !isArray(value);
  const require = (isFine) => {
    if (!isFine) {
      throw unrenderable;
    }
  };
  const wrap = (parts, joiner) => (parts.length > 1 ? `(${parts.join(joiner)})` : parts.join(''));

  // One operator on an operand: `#name`, or `size(#name)`. `name` is that of the value, without its colon.
  const operate = (operator, wanted, operand, name, values) => {
    const put = (suffix, value) => {
      values[`:${name}_${suffix}`] = toDynamoDB(value);
      return `:${name}_${suffix}`;
    };
    if (hasOwn(comparisons, operator)) {
      return `(${operand} ${comparisons[operator]} ${put(operator, wanted)})`;
    }
    if (hasOwn(functions, operator)) {
      return `(${functions[operator]}(${operand},${put(operator, wanted)}))`;
    }
    switch (operator) {
      case 'between':
        require(isArray(wanted) && wanted.length >= 2);
        return `(${operand} BETWEEN ${put('between_start', wanted[0])} AND ${put('between_end', wanted[1])})`;
      case 'in': {
        require(isArray(wanted));
        const list = wanted.map((value, index) => put(`in_${index}`, value)).join(', ');
        return wanted.length === 0 ? '(null)' : `(${operand} IN (${list}))`;
      }
      case 'attributeExists':
        require(typeof wanted === 'boolean');
        return `(${wanted ? 'attribute_exists' : 'attribute_not_exists'}(${operand}))`;
      case 'attributeType':
        require(typeof wanted === 'string' && hasOwn(typeCodes, wanted));
        return `(attribute_type(${operand},${put('attributeType', typeCodes[wanted])}))`;
      default:
        throw unrenderable;
    }
  };

  const renderOperators = (operators, operand, name, values) => {
    require(isMap(operators));
    const parts = keys(operators).map((operator) => {
      if (operator !== 'size') {
        return operate(operator, operators[operator], operand, name, values);
      }
      const size = operand.indexOf('size(') === 0 ? operand : `size(${operand})`;
      return renderOperators(operators.size, size, `${name}_size`, values);
    });
    return wrap(parts, ' AND ');
  };

  const renderFilter = (filter, prefix, names, values) => {
    require(isMap(filter));
    const parts = keys(filter).map((key) => {
      const wanted = filter[key];
      if (hasOwn(joiners, key)) {
        require(isArray(wanted));
        return wrap(
          wanted.map((member, index) => renderMember(member, `${prefix}${key}_${index}_`, names, values)),
          joiners[key],
        );
      }
      if (key === 'not') {
        return `(NOT ${renderMember(wanted, `${prefix}not_`, names, values)})`;
      }
      require(isMap(wanted));
      names[`#${key}`] = key;
      return renderOperators(wanted, `#${key}`, `${prefix}${key}`, values);
    });
    return parts.join(' AND ');
  };

  // Whether AppSync puts several fields within a group into parentheses was never recorded.
  const renderMember = (member, prefix, names, values) => {
    require(isMap(member));
    if (keys(member).length > 1) {
      throw new Failure('not emulated: several fields in one member of and, or, not: make them members of an and');
    }
    return renderFilter(member, prefix, names, values);
  };

  // The expression with its names and values, or null.
  const toExpression = (filter) => {
    const names = {};
    const values = {};
    try {
      return { expression: renderFilter(filter, '', names, values), expressionNames: names, expressionValues: values };
    } catch (thrown) {
      if (thrown === unrenderable) {
        return null;
      }
      throw thrown;
    }
  };
  const toText = (filter) => {
    const expression = toExpression(filter);
    return expression === null ? null : stringify(expression);
  };
  return { toExpression, toDynamoDBFilterExpression: toText, toDynamoDBConditionExpression: toText };
});
