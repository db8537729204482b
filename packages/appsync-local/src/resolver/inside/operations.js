// `operations` of '@aws-appsync/utils/dynamodb': marks that `update` reads (recordings/dynamodbModule.json; remove and
// updateListItem were never recorded).
(function () {
  'use strict';
  return {
    add: (value) => ({ type: 'OPERATION_ADD', value }),
    replace: (value) => ({ type: 'OPERATION_REPLACE', value }),
    increment: (by = 1) => ({ type: 'OPERATION_INCREMENT', by }),
    decrement: (by = 1) => ({ type: 'OPERATION_DECREMENT', by }),
    append: (items) => ({ type: 'OPERATION_APPEND', items }),
    prepend: (items) => ({ type: 'OPERATION_PREPEND', items }),
    remove: () => ({ type: 'OPERATION_REMOVE' }),
    updateListItem: (value, index) => ({ type: 'OPERATION_UPDATE_LIST_ITEM', value, index }),
  };
});
