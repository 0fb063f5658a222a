using System.Diagnostics;
using Gateway.Testing;
using Gateway.Web.Sessions.Workers;
using Gateway.Web.Tests.Fixtures;

namespace Gateway.Web.Tests.Sessions.Workers;

public sealed class ProcessIdentityTests
{
    private static readonly ProcessIdentity Worker = new(100, "boot/1", "/opt/worker");

    private readonly FakeProcessTable _processes = new();

    [Fact]
    public void It_runs_as_long_as_id_and_start_are_the_same()
    {
        _processes.Process = Worker with { };
        Assert.Equal(ProcessPresence.Running, Worker.PresenceIn(_processes));
    }

    [Fact]
    public void It_is_gone_when_nobody_has_its_id()
    {
        Assert.Equal(ProcessPresence.Gone, Worker.PresenceIn(_processes));
    }

    [Theory]
    [InlineData("boot/2", "/opt/worker")]
    [InlineData("boot/2", "")]
    public void It_is_gone_when_another_process_has_its_id(string started, string executable)
    {
        _processes.Process = new ProcessIdentity(Worker.ProcessId, started, executable);
        Assert.Equal(ProcessPresence.Gone, Worker.PresenceIn(_processes));
    }

    [Fact]
    public void What_cannot_be_looked_at_is_neither_running_nor_gone()
    {
        (_processes.Process, _processes.Hidden) = (Worker, true);
        Assert.Equal(ProcessPresence.Unknown, Worker.PresenceIn(_processes));
    }

    [Theory]
    [InlineData("/opt/old/worker")]
    [InlineData("")]
    public void It_still_runs_when_its_program_was_moved_or_is_not_shown(string executable)
    {
        _processes.Process = Worker with { Executable = executable };
        Assert.Equal(ProcessPresence.Running, Worker.PresenceIn(_processes));
    }

    [Fact]
    public void One_that_could_not_be_looked_at_when_it_started_is_not_taken_for_gone_later()
    {
        _processes.Process = Worker;
        Assert.Equal(ProcessPresence.Unknown, new ProcessIdentity(Worker.ProcessId, "", "").PresenceIn(_processes));
    }

    [Fact]
    public void A_started_process_that_is_hidden_is_known_by_its_id_only()
    {
        (_processes.Process, _processes.Hidden) = (Worker, true);
        Assert.Equal(new ProcessIdentity(Worker.ProcessId, "", ""), ProcessIdentity.OfStarted(Worker.ProcessId, _processes));
        _processes.Hidden = false;
        Assert.Equal(Worker, ProcessIdentity.OfStarted(Worker.ProcessId, _processes));
    }

    [Fact]
    public async Task A_real_process_is_seen_while_it_runs_and_not_after()
    {
        var processes = new ProcessTable();
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["fsi", "--help"]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        var own = ProcessIdentity.OfStarted(Environment.ProcessId, processes);
        var identity = ProcessIdentity.OfStarted(process.Id, processes);
        process.Kill();
        await process.WaitForExitAsync().WithTimeout("the end of the process");

        Assert.Equal((Environment.ProcessPath, ProcessPresence.Running), (own.Executable, own.PresenceIn(processes)));
        Assert.Equal(ProcessPresence.Gone, (own with { Started = own.Started + "1" }).PresenceIn(processes));
        Assert.Equal(ProcessPresence.Gone, identity.PresenceIn(processes));
    }
}
