using Gateway.Web.Platform.Settings;

namespace Gateway.Web.Tests.Platform.Settings;

public sealed class DiagnosticsOptionsValidatorTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(new DiagnosticsOptionsValidator().Validate(null, new DiagnosticsOptions()).Succeeded);

    [Fact]
    public void All_faults_are_listed()
    {
        var result = new DiagnosticsOptionsValidator().Validate(
            null, new DiagnosticsOptions { MetricsAccess = (MetricsAccess)9, MaxSeriesPerMetric = 0, LogFormat = (LogFormat)9, LogFileBytes = 1, LogFiles = 0 });

        Assert.Equal(["MetricsAccess", "MaxSeriesPerMetric", "LogFormat", "LogFileBytes", "LogFiles"], result.Failures!.Select(fault => fault.Split(' ')[0].Split(':')[^1]));
    }
}
