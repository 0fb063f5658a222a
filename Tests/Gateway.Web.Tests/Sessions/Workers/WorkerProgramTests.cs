using System.Reflection.PortableExecutable;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Workers;

public sealed class WorkerProgramTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(Machine.I386, false, WorkerArchitecture.Any)]
    [InlineData(Machine.I386, true, WorkerArchitecture.X86)]
    [InlineData(Machine.Amd64, false, WorkerArchitecture.X64)]
    public void The_files_headers_tell_what_it_was_built_for(Machine machine, bool only32Bit, object expected) =>
        Assert.Equal(expected, WorkerProgram.ArchitectureOf(Assembly("Worker.dll", machine, only32Bit)));

    [Fact]
    public void Other_files_tell_nothing_and_are_left_to_what_the_worker_says_of_itself()
    {
        var script = _directory.File("worker");
        File.WriteAllText(script, "#!/bin/sh");
        Assert.Null(WorkerProgram.ArchitectureOf(script));
        Assert.Null(WorkerProgram.Mismatch(new WorkerOptions { ExecutablePath = script, RequiredArchitecture = WorkerArchitecture.X86 }));
    }

    [Theory]
    [InlineData(WorkerArchitecture.Any, Machine.Amd64, false, true)]
    [InlineData(WorkerArchitecture.X64, Machine.Amd64, false, true)]
    [InlineData(WorkerArchitecture.X86, Machine.I386, true, true)]
    [InlineData(WorkerArchitecture.X86, Machine.I386, false, true)]
    [InlineData(WorkerArchitecture.X86, Machine.Amd64, false, false)]
    [InlineData(WorkerArchitecture.X64, Machine.I386, true, false)]
    public void A_program_for_another_platform_is_refused_with_the_profile_to_use(object required, Machine machine, bool only32Bit, bool fits)
    {
        var path = Assembly("Worker.dll", machine, only32Bit);
        var result = new WorkerOptionsValidator().Validate(null, new WorkerOptions { ExecutablePath = path, RequiredArchitecture = (WorkerArchitecture)required });

        Assert.Equal(fits, result.Succeeded);
        if (!fits)
        {
            var fault = Assert.Single(result.Failures!);
            Assert.StartsWith("Gateway:Workers:RequiredArchitecture is ", fault, StringComparison.Ordinal);
            Assert.Contains(path, fault, StringComparison.Ordinal);
            Assert.Contains("win-x86", fault, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(WorkerArchitecture.Any, "x64", true)]
    [InlineData(WorkerArchitecture.X86, "x86", true)]
    [InlineData(WorkerArchitecture.X86, "x64", false)]
    public void A_worker_that_runs_as_another_is_refused(object required, string found, bool fits)
    {
        var options = new WorkerOptions { RequiredArchitecture = (WorkerArchitecture)required };
        var worker = new WorkerInfo { ProcessId = 1, Architecture = found, Backend = "com", Epoch = "e", StartedAt = DateTime.UnixEpoch };
        Assert.Equal(fits, WorkerProgram.MismatchOf(options, worker) is null);
    }

    [Fact]
    public void An_assembly_is_run_by_the_host_that_is_named()
    {
        var path = Assembly("Worker.dll", Machine.I386, only32Bit: true);
        var program = WorkerProgram.Find(new WorkerOptions { ExecutablePath = path, DotnetHostPath = "/opt/x86/dotnet" });
        Assert.Equal(("/opt/x86/dotnet", path), (program.FileName, program.Arguments.Single()));
    }

    [Fact]
    public void A_missing_program_says_which_setting_names_it()
    {
        var error = Assert.Throws<GatewayException>(() => WorkerProgram.Find(new WorkerOptions()));
        Assert.Equal(GatewayErrorCode.WorkerStartFailed, error.Code);
        Assert.Contains("Gateway:Workers:ExecutablePath", error.Message, StringComparison.Ordinal);
    }

    // This test's own assembly, whose headers are changed so that they name another platform.
    private string Assembly(string name, Machine machine, bool only32Bit)
    {
        var bytes = File.ReadAllBytes(typeof(WorkerProgramTests).Assembly.Location);
        using (var reader = new PEReader(new MemoryStream(bytes)))
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(reader.PEHeaders.CoffHeaderStartOffset), (ushort)machine);
            var flags = reader.PEHeaders.CorHeader!.Flags;
            // After size, version and the metadata's directory.
            BitConverter.TryWriteBytes(bytes.AsSpan(reader.PEHeaders.CorHeaderStartOffset + 16), (int)(only32Bit ? flags | CorFlags.Requires32Bit : flags));
        }

        var path = _directory.File(name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
