import { Kind, visit, type ASTNode, type DocumentNode, type ObjectValueNode } from 'graphql';

/**
 * Where a node stands: the fields around it ("a/b"), and within an argument, its name and input fields ("input.x") and
 * the object literal around.
 */
export interface Place {
  fieldPath: string;
  argumentPath: string;
  object: ObjectValueNode | undefined;
}

/** Notes for each node of a document the place that graphql-java names in its validation messages. */
export function placeNodes(document: DocumentNode): Map<ASTNode, Place> {
  const places = new Map<ASTNode, Place>();
  const fields: string[] = [];
  const argument: string[] = [];
  const objects: ObjectValueNode[] = [];
  visit(document, {
    enter(node) {
      if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION) {
        fields.push(node.name.value);
      }
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) {
        argument.push(node.name.value);
      }
      places.set(node, { fieldPath: fields.join('/'), argumentPath: argument.join('.'), object: objects.at(-1) });
      if (node.kind === Kind.OBJECT) {
        objects.push(node);
      }
    },
    leave(node) {
      if (node.kind === Kind.OBJECT) {
        objects.pop();
      }
      if (node.kind === Kind.FIELD || node.kind === Kind.FRAGMENT_DEFINITION) {
        fields.pop();
      }
      if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) {
        argument.pop();
      }
    },
  });
  return places;
}
