using Gateway.Web.Platform.Recorder;

namespace Gateway.Web.Tests.Platform.Recorder;

public sealed class RecorderOptionsValidatorTests
{
    [Fact]
    public void The_defaults_are_valid_and_take_sixteen_megabytes()
    {
        Assert.True(new RecorderOptionsValidator().Validate(null, new RecorderOptions()).Succeeded);
        Assert.Equal(16, new RecorderOptions().MaxMegabytes);
    }

    [Fact]
    public void All_faults_are_told_at_once() => Assert.Equal(
        ["MaxMegabytes", "Entries", "EndedMinutes", "DumpsPerCause", "DumpsPerMinute", "DumpHours"],
        new RecorderOptionsValidator().Validate(null, new RecorderOptions { MaxMegabytes = -1, Entries = 15, EndedMinutes = -1, DumpsPerCause = 0, DumpsPerMinute = 0, DumpHours = 0 })
            .Failures!.Select(fault => fault.Split(' ')[0].Split(':')[^1]));
}
