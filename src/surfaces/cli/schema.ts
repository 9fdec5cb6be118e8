import { Command } from 'commander';
import { jsonSchema, schemaNames } from '../operations/schemas.js';
import type { MakeCommand } from './command.js';

export const schemaCommand: MakeCommand = () =>
  new Command('schema')
    .description('Print the JSON Schema of a document, for editors and programs; without a name, list them.')
    .argument('[name]', 'e.g. sds')
    .action((name?: string) => {
      console.log(name === undefined ? schemaNames.join('\n') : JSON.stringify(jsonSchema(name), null, 2));
    });
