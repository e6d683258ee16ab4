import { type BaseNode, hasVariable } from '../node';
import { type BaseService, said } from '../parse';
import { type BaseRule, type Remark, refused } from '../remark';
import { shown } from '../shown';

/** Compose needs to know what to run. */
export const runnable = (base: BaseService): readonly Remark[] =>
  ['image', 'build', 'provider'].some((key) => !isMissing(said(base, key)))
    ? []
    : [refused(`${base.name} has neither an image nor a build context in the base file: Compose refuses it`)];

const isMissing = (node: BaseNode | undefined): boolean => node === undefined || (node.kind === 'scalar' && node.text === '');

/** Floors, ports and capabilities of the catalogue are those of another image. */
export const otherImage: BaseRule = ({ service: { image }, base, ours }) => {
  const node = said(base, 'image');
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || isMissing(node) || hasVariable(node.text) || ours.scale === 0) return [];
  if (image.isOf(node.text)) return [];
  return [
    {
      code: 'base-image-differs',
      severity: 'warning',
      message: `the base file runs ${shown(node)}, the catalogue describes ${image}: its sizes and needs may not be true of it`,
    },
  ];
};
