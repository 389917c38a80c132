/** A small residual network, clean. */
export const clean = `name: small
input: [32, 32, 3]

blocks:
  basic:
    parameters: {filters: 16, stride: 1}
    residual:
      - conv: {filters: $filters, kernel: 3, stride: $stride}
      - batchNorm
    shortcut: projection
    after: [relu]

layers:
  - conv: {filters: 16, kernel: 3, id: stem}
  - stage: {block: basic, repeat: 2, filters: 16}
  - stage: {block: basic, repeat: 2, filters: 32, stride: 2}
  - globalAveragePool
  - dense: {units: 10, activation: softmax}
`;

/** The same with a shortcut that does not fit. */
export const broken = clean.replace('shortcut: projection', 'shortcut: identity');

/** The same while somebody types. */
export const unfinished = clean.replace('id: stem}', 'id: ');
