import { openWorkbench } from '../../src/workbench/workbench.js';
import { catalog } from '../fixtures/song.js';

/** A workbench over the package's own data. */
export const desk = openWorkbench({ tables: catalog.tables, commonWords: catalog.commonWords, themes: () => catalog.lines().themes });
