namespace Gateway.Worker.Tests;

public sealed class WorkerArgumentsTests
{
    private static readonly string[] Good = ["--session-id", "s", "--pipe-name", "p", "--backend", "simulator"];

    [Fact]
    public void What_is_needed_is_enough()
    {
        var faults = new List<string>();
        var options = WorkerArguments.Parse(Good, faults);
        Assert.Empty(faults);
        Assert.Equal(("s", "p", "simulator", 500_000, 32 * 1024 * 1024), (options!.SessionId, options.PipeName, options.Backend, options.RingEvents, options.RingBytes));
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var faults = new List<string>();
        var options = WorkerArguments.Parse(
            [.. Good, "--ring-events", "10", "--ring-bytes", "20", "--spare", "true", "--option", "Seed=7", "--option", "galaxy=a=b"], faults);
        Assert.Empty(faults);
        Assert.True(options!.IsSpare);
        Assert.Equal((10, 20, "7", "a=b"), (options.RingEvents, options.RingBytes, options.BackendOptions["seed"], options.BackendOptions["Galaxy"]));
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        var faults = new List<string>();
        Assert.Null(WorkerArguments.Parse(["--ring-events", "0", "--ring-bytes", "x", "--option", "novalue", "--unknown", "1", "--backend"], faults));
        Assert.Equal(8, faults.Count);
        string[] expected = ["--session-id", "--pipe-name", "--backend is missing", "--backend has no value", "--ring-events", "--ring-bytes", "--option", "--unknown"];
        Assert.All(expected, part => Assert.Contains(faults, fault => fault.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_nonce_is_taken_out_of_the_environment()
    {
        Environment.SetEnvironmentVariable(WorkerArguments.NonceVariable, Convert.ToBase64String(new byte[32]));
        var faults = new List<string>();
        Assert.Equal(new byte[32], WorkerArguments.TakeNonce(faults));
        Assert.Empty(faults);
        Assert.Null(Environment.GetEnvironmentVariable(WorkerArguments.NonceVariable));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_nonce_that_is_none_is_a_fault_that_does_not_repeat_it_and_is_taken_out_too(string? text)
    {
        Environment.SetEnvironmentVariable(WorkerArguments.NonceVariable, text);
        var faults = new List<string>();
        Assert.Null(WorkerArguments.TakeNonce(faults));
        var fault = Assert.Single(faults);
        Assert.True(string.IsNullOrEmpty(text) || !fault.Contains(text, StringComparison.Ordinal));
        Assert.Null(Environment.GetEnvironmentVariable(WorkerArguments.NonceVariable));
    }
}
