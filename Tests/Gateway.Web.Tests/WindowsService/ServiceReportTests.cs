using Gateway.Web.WindowsService;

namespace Gateway.Web.Tests.WindowsService;

public sealed class ServiceReportTests
{
    private readonly List<ServiceStatus> _told = [];
    private readonly ServiceReport _report;

    public ServiceReportTests() => _report = new ServiceReport(_told.Add);

    [Fact]
    public void States_are_told_once_and_never_backwards()
    {
        _report.Starting();
        _report.Stopping();
        _report.Running();
        _report.Stopping();
        _report.Stopped(0);
        _report.Stopping();
        Assert.Equal([ServiceState.StartPending, ServiceState.StopPending, ServiceState.Stopped], _told.Select(status => status.State));
    }

    [Fact]
    public void Only_a_running_service_takes_controls_and_only_a_pending_one_asks_for_time()
    {
        _report.Starting();
        _report.Running();
        _report.Stopping();
        Assert.Equal([false, true, false], _told.Select(status => status.AcceptedControls != 0));
        Assert.Equal([true, false, true], _told.Select(status => status.WaitHint > 0));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(78, 1066)]
    public void A_failure_is_told_as_the_services_own_error(int exitCode, int systemError)
    {
        _report.Starting();
        _report.Stopped(exitCode);
        Assert.Equal((systemError, exitCode), (_told[^1].ExitCode, _told[^1].SpecificExitCode));
    }

    [Fact]
    public void The_last_state_is_repeated_when_asked_for()
    {
        _report.Starting();
        _report.Running();
        _report.Repeat();
        Assert.Equal(_told[1], _told[2]);
    }
}
