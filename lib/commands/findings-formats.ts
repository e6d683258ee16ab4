import { homepage } from '../../package.json';
import type { Chapter } from '../checks/chapter';
import type { Finding } from '../checks/finding';
import { inMessage } from '../text';
import { countFindings, findingsText, type Manner } from './findings-text';

/** For people: each finding with its background, then the count. */
export const asText = (findings: readonly Finding[], manner: Manner): string =>
  `${findingsText(findings, { ...manner, background: true })}${countFindings(findings)}\n`;

/** For programs. The shape is stable; `format` grows by one when it changes. */
export const asJson = (findings: readonly Finding[], profile: string): string =>
  `${JSON.stringify({ format: 1, profile, findings: findings.map(({ background: known, alike: _, ...finding }) => ({ ...finding, ...known })) }, null, 2)}\n`;

/** Workflow commands of GitHub Actions: annotations at the lines of a pull request. What is accepted is none: nobody has to look at it. */
export const asAnnotations = (findings: readonly Finding[]): string =>
  findings
    .filter(({ accepted }) => accepted === undefined)
    .map(({ severity, source, code, subject, message }) => {
      const place = source?.kind === 'file' ? [`file=${property(source.file)}`, `line=${source.line}`, `col=${source.column}`] : [];
      return `::${severity} ${[...place, `title=${property(code)}`].join(',')}::${data(`${subject}: ${message}`)}\n`;
    })
    .join('');

const data = (text: string): string => inMessage(text).replaceAll('%', '%25');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

const SARIF = 'https://json.schemastore.org/sarif-2.1.0.json';

/** Static analysis results (SARIF 2.1.0), as code hosts show them in pull requests. What is accepted is suppressed, with its reason. */
export const asSarif = (findings: readonly Finding[], version: string, chapters: readonly Chapter[]): string =>
  `${JSON.stringify(
    {
      $schema: SARIF,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'faultmaven-infra',
              version,
              informationUri: homepage,
              rules: [...new Set(findings.map(({ code }) => code))].map((id) => ({ id, ...explained(id, chapters) })),
            },
          },
          results: findings.map(({ code, severity, subject, message, source, accepted }) => ({
            ruleId: code,
            level: severity,
            message: { text: `${subject}: ${message}` },
            locations:
              source?.kind === 'file'
                ? [
                    {
                      physicalLocation: {
                        artifactLocation: { uri: source.file.replaceAll('\\', '/') },
                        region: { startLine: source.line, startColumn: source.column },
                      },
                    },
                  ]
                : [],
            suppressions: accepted === undefined ? [] : [{ kind: 'inSource', justification: accepted }],
          })),
        },
      ],
    },
    null,
    2,
  )}\n`;

/** Where everybody can read what a code means. */
const FINDINGS = homepage.replace(/#.*/, '/blob/main/docs/findings.md');

/** What a code host shows beside a finding. */
function explained(code: string, chapters: readonly Chapter[]) {
  const { means, matters, wayOut } = chapters.find(({ explanations }) => Object.hasOwn(explanations, code))?.explanations[code] ?? {};
  if (means === undefined) return {};
  return { shortDescription: { text: means }, help: { text: `${matters} ${wayOut}` }, helpUri: `${FINDINGS}#${code}` };
}
