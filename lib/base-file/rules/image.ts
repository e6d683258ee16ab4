import { hasVariable } from '../node';
import { said } from '../parse';
import { type BaseRule, refused } from '../remark';
import { shown } from '../shown';

/** Compose needs to know what to run. */
export const runnable: BaseRule = ({ base }) =>
  ['image', 'build', 'provider'].some((key) => said(base, key) !== undefined)
    ? []
    : [refused(`${base.name} has neither an image nor a build context in the base file: Compose refuses it`)];

/** Floors, ports and capabilities of the catalogue are those of another image. */
export const otherImage: BaseRule = ({ service: { image }, base, ours }) => {
  const node = said(base, 'image');
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || hasVariable(node.text) || ours.scale === 0) return [];
  if (image.isOf(node.text)) return [];
  return [
    {
      code: 'base-image-differs',
      severity: 'warning',
      message: `the base file runs ${shown(node)}, the catalogue describes ${image}: its sizes and needs may not be true of it`,
    },
  ];
};
