import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { dotnetExample, DotnetProjects, fixtures, packedVersion, usedVersion } from '../../src/DotnetProjects.ts';
import { GatewayProcess } from '../../src/GatewayProcess.ts';

const limitMs = 900_000;
const value = /^\d[\d.]* with quality 192$/m;
const mono = '/usr/bin/mono';
const noMono = existsSync(mono) && existsSync('/usr/lib/mono/4.5/Facades/netstandard.dll')
  ? undefined : 'mono is not installed (Debian\'s packages mono-runtime and mono-devel).';
if (noMono !== undefined) {
  console.log(`SKIPPED: tests that run programs for .NET Framework: ${noMono}`);
}

let projects: DotnetProjects;
let gateway: GatewayProcess;
let offline: string | undefined;

beforeAll(async () => {
  projects = await DotnetProjects.create();
  gateway = await GatewayProcess.start();
  await projects.run('dotnet', ['new', 'console', '-o', 'Recorder', '--no-restore']);
  try {
    await projects.run('dotnet', ['add', 'Recorder', 'package', 'Mxgateway.Client']);
  } catch (error) {
    if (!String(error).includes('NU1301')) {
      throw error;
    }
    offline = 'NuGet cannot reach its registry.';
    console.log(`SKIPPED: tests that install the NuGet packages: ${offline}`);
  }
}, limitMs);

afterAll(async () => {
  await gateway.stop();
  await gateway.remove();
  await projects.remove();
});

function needRegistry({ skip }: TestContext): void {
  skip(offline !== undefined, offline);
}

describe('the NuGet packages in fresh programs for .NET 10', () => {
  it('have both frameworks, documentation and a README', async (context) => {
    needRegistry(context);
    for (const [packageId, assembly] of [['Mxgateway.Client', 'Gateway.Client'], ['Mxgateway.Shared', 'Gateway.Shared'], ['Mxgateway.HubProtocol', 'Gateway.HubProtocol']] as const) {
      const files = await projects.filesOf(packageId);
      expect(files).toEqual(expect.arrayContaining(['README.md', ...['net10.0', 'netstandard2.0'].flatMap((framework) =>
        ['dll', 'xml'].map((extension) => `lib/${framework}/${assembly}.${extension}`))]));
    }
  });

  it('run the README\'s first program', async (context) => {
    needRegistry(context);
    await projects.write('Recorder/Program.cs', await dotnetExample('csharp', 'args[^1]'));
    await projects.build('Recorder');
    await projects.runUntil(value, 'dotnet', ['Recorder/out/Recorder.dll', gateway.url, gateway.token], { hasHost: false });
  }, limitMs);

  it('run the README\'s host, with Microsoft.NETCore.App only', async (context) => {
    needRegistry(context);
    await projects.run('dotnet', ['add', 'Recorder', 'package', 'Microsoft.Extensions.Hosting', '--version', await usedVersion('Microsoft.Extensions.Hosting.Systemd'), '--no-restore']);
    await projects.write('Recorder/Program.cs', await dotnetExample('csharp', 'Host.CreateApplicationBuilder'));
    await projects.build('Recorder');
    const { runtimeOptions } = JSON.parse(await projects.read('Recorder/out/Recorder.runtimeconfig.json')) as { readonly runtimeOptions: Record<string, unknown> };
    expect(runtimeOptions['framework']).toMatchObject({ name: 'Microsoft.NETCore.App' });
    expect(runtimeOptions['frameworks']).toBeUndefined();
    await projects.runUntil(value, 'dotnet', ['Recorder/out/Recorder.dll', `--Plant:Url=${gateway.url}`, `--Plant:Token=${gateway.token}`]);
  }, limitMs);

  it('serve a library that was compiled against netstandard2.0', async (context) => {
    needRegistry(context);
    await projects.copy('Connection.cs', 'Plant/Connection.cs');
    await projects.write('Plant/Plant.csproj', project('netstandard2.0', reference('Mxgateway.Client', packedVersion)));
    await projects.copy('Reader.cs', 'Reader/Program.cs');
    await projects.write('Reader/Reader.csproj', project('net10.0', '<ProjectReference Include="../Plant/Plant.csproj" />', 'Exe'));
    await projects.build('Reader');
    expect(await projects.run('dotnet', ['Reader/out/Reader.dll', gateway.url, gateway.token])).toMatch(value);
  }, limitMs);

  // As programs for .NET 8 and 9 do.
  it('recognize a refused token in the build for netstandard2.0 too', async (context) => {
    needRegistry(context);
    await projects.copy('Refused.cs', 'Refused/Program.cs');
    const used = ['Microsoft.AspNetCore.SignalR.Client', 'Microsoft.AspNetCore.SignalR.Protocols.MessagePack', 'Microsoft.Extensions.Diagnostics.HealthChecks',
      'MessagePack', 'Microsoft.Bcl.AsyncInterfaces', 'Microsoft.Bcl.HashCode', 'Microsoft.Bcl.Memory', 'Microsoft.Bcl.TimeProvider'];
    const references = await Promise.all(used.map(async (packageId) => reference(packageId, await usedVersion(packageId))));
    await projects.write('Refused/Refused.csproj', project('net10.0',
      [...references, `<Reference Include="$(NuGetPackageRoot)/mxgateway.*/${packedVersion}/lib/netstandard2.0/*.dll" />`].join(''), 'Exe'));
    await projects.build('Refused');
    expect((await projects.run('dotnet', ['Refused/out/Refused.dll', gateway.url])).trim()).toBe('Unauthenticated');
  }, limitMs);
});

describe('the .NET tool mxgateway in a fresh folder', () => {
  it('is installed by its name, logs in and reads', async (context) => {
    needRegistry(context);
    await projects.installTool('Mxgateway.CommandLine', 'tools');
    const files = await projects.list('tools');
    expect(files).toContain('mxgateway');
    expect(await projects.run('tools/mxgateway', ['--version'])).toBe(`${packedVersion}\n`);
    const settings = { XDG_CONFIG_HOME: `${projects.directory}/settings`, MXGATEWAY_TOKEN: gateway.token };
    await projects.run('tools/mxgateway', ['login', 'plant', '--url', gateway.url], settings);
    const read = JSON.parse(await projects.run('tools/mxgateway', ['read', 'Tank101.Level.PV', '--json'], settings)) as { readonly values: readonly { readonly quality: number }[] };
    expect(read.values[0]?.quality).toBe(192);
    const probe = JSON.parse(await projects.run('tools/mxgateway', ['probe', '--json'], settings)) as { readonly ok: boolean; readonly steps: readonly unknown[] };
    expect(probe).toMatchObject({ ok: true });
    expect(probe.steps).toHaveLength(9);
  }, limitMs);
});

describe.skipIf(noMono !== undefined)('the NuGet packages in fresh programs for .NET Framework 4.8, under mono', () => {
  it('run the README\'s program', async (context) => {
    needRegistry(context);
    await projects.write('Framework/Framework.csproj', await dotnetExample('xml', 'net48'));
    await projects.write('Framework/Program.cs', await dotnetExample('csharp', 'using System.Threading.Tasks;'));
    await projects.build('Framework');
    expect(await projects.run(mono, ['Framework/out/Framework.exe', gateway.url, gateway.token])).toMatch(value);
  }, limitMs);

  it('read and write the golden files', async (context) => {
    needRegistry(context);
    await projects.write('Goldens/Goldens.csproj', await dotnetExample('xml', 'net48'));
    await projects.copy('Goldens.cs', 'Goldens/Program.cs');
    await projects.copy('GoldenOutput.cs', 'Goldens/GoldenOutput.cs');
    await projects.build('Goldens');
    expect(await projects.run(mono, ['Goldens/out/Goldens.exe', fixtures])).toBe('ok\n');
  }, limitMs);
});

function project(framework: string, items: string, output = 'Library'): string {
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>${output}</OutputType><TargetFramework>${framework}</TargetFramework><LangVersion>latest</LangVersion><ImplicitUsings>enable</ImplicitUsings>
    <RestoreEnablePackagePruning>false</RestoreEnablePackagePruning>
  </PropertyGroup>
  <ItemGroup>${items}</ItemGroup>
</Project>\n`;
}

function reference(packageId: string, version: string): string {
  return `<PackageReference Include="${packageId}" Version="${version}" />`;
}
