using System.Diagnostics;
using System.Globalization;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Web.Tests.Sessions.Workers;

public sealed class WorkerProcessTests
{
    private const int ExitCode = 3;

    private readonly RecordingLogs _logs = new();

    // The output of a process that has ended is waited for until a test moves the clock.
    private readonly FakeTimeProvider _clock = new();

    // A component may start programs, and they inherit the worker's output.
    [Fact]
    public async Task Its_end_is_noticed_although_a_program_that_it_started_keeps_its_output_open()
    {
        using var worker = Start($"sleep 900 & echo started $!; exit {ExitCode}");
        try
        {
            await _clock.AdvanceUntilAsync(worker.Exited);
            Assert.Equal(ExitCode, await worker.Exited);
        }
        finally
        {
            await LineAsync();
            Process.GetProcessById(IdOfProgram()).Kill();
        }
    }

    [Fact]
    public async Task The_last_line_that_it_printed_is_in_the_log_when_its_end_is_told()
    {
        using var worker = Start($"echo started 1; exit {ExitCode}");

        await worker.Exited.WithTimeout("the end of the process");

        Assert.Equal(1, IdOfProgram());
    }

    [Fact]
    public async Task What_is_printed_after_its_end_is_in_the_log_too()
    {
        using var directory = new TempDirectory();
        var pipe = directory.File("pipe");
        using (var worker = Start($"mkfifo {pipe}; (read line < {pipe}; echo started $line) & exit {ExitCode}"))
        {
            await _clock.AdvanceUntilAsync(worker.Exited);
            Assert.Equal(ExitCode, await worker.Exited);
        }

        await File.WriteAllTextAsync(pipe, "5\n").WithTimeout("the program that it started takes the line");

        await LineAsync();
        Assert.Equal(5, IdOfProgram());
    }

    private WorkerProcess Start(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        var launch = new WorkerLaunch("session", "pipe", "simulator", []);
        var logger = new LoggerFactory([_logs]).CreateLogger<WorkerProcess>();
        return new WorkerProcess(Process.Start(start)!, launch, new FakeProcessTable(), _clock, logger);
    }

    private Task LineAsync() => Eventually.Async(() => _logs.Lines.Any(line => line.Contains("started", StringComparison.Ordinal)), "the line in the log");

    private int IdOfProgram()
    {
        var line = Assert.Single(_logs.Lines, line => line.Contains("started", StringComparison.Ordinal));
        return int.Parse(line.TrimEnd().Split(' ')[^1], CultureInfo.InvariantCulture);
    }
}
