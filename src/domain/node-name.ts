import { z } from 'zod';

/** The nodes of the workflow; a node's index here is its seed index. */
export const nodeNames = ['PLAN', 'STYLE', 'LYRICS', 'PRODUCER', 'COMPOSE', 'VALIDATE', 'FIX', 'RENDER', 'REVIEW'] as const;
export const nodeNameSchema = z.enum(nodeNames);
export type NodeName = z.infer<typeof nodeNameSchema>;
