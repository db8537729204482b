import { CfnOutput, type Stack } from 'aws-cdk-lib';

/** Has a stack tell these values once it is deployed, by the names of its outputs. */
export function addOutputs(stack: Stack, values: Record<string, string>): void {
  for (const [name, value] of Object.entries(values)) {
    new CfnOutput(stack, name, { value });
  }
}
