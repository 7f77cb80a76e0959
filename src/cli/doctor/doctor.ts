import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import { checksOf } from './checks.ts';
import { type Finding, findingOf } from './finding.ts';

interface Options {
  readonly json?: boolean;
}

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description(
      'try everything that the settings name, and say the remedy; exit status 1 when something fails',
    )
    .option('--json', 'print one JSON value: { findings: [...] }')
    .action(async ({ json }: Options) => {
      const findings: Finding[] = [];
      const folder = process.cwd();
      for (const check of checksOf(readConfig(process.env, folder), folder))
        findings.push(await findingOf(check));
      process.stdout.write(`${json ? JSON.stringify({ findings }) : findings.map(line).join('\n')}\n`);
      if (findings.some(({ status }) => status === 'failed')) process.exitCode = 1;
    });
}

const line = (finding: Finding): string => {
  const said = `${finding.status.padEnd(8)} ${finding.check}: ${finding.detail}`;
  return finding.status === 'failed' ? `${said}\n         ${finding.remedy}` : said;
};
