using Gateway.Testing;
using Gateway.Worker.Executors;
using Gateway.Worker.Executors.Com;
using Gateway.Worker.Tests.Executors;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Worker.ComTests;

/// <summary>The COM executor on the fake component, whose switches are set in the environment.</summary>
public sealed class ComFixture : IExecutorFixture
{
    public const string ProgId = "FakeLmxProxy.Server";

    /// <summary>The fake uses the real clock and short periods: a second of a test takes 0.4 real seconds.</summary>
    private const double Haste = 0.4;

    private readonly ComExecutor _executor;

    private ComFixture(ComOptions options, IExecutorSink? sink, TimeProvider time)
    {
        _executor = new ComExecutor(options with { ProgId = options.ProgId ?? ProgId }, time, NullLogger.Instance);
        Target = sink ?? Sink;
    }

    public IExecutor Executor => _executor;

    public RecordingSink Sink { get; } = new();

    public string WritableFloat => "Tank101.Level.Gain";

    public string Changing => "Tank101.Level.PV";

    public string ReadOnly => "Tank101.InFlow";

    public string StringArray => "Plant.Crew";

    public string Missing => "Tank101.NoSuchThing";

    public string Secured => "Tank101.InService";

    public string Verified => "Plant.EmergencyStop";

    public string Alarm => "Tank101.Level.Hi";

    public string UnsteadyAlarm => "AIT101.PH.Hi";

    public IReadOnlyList<(string Name, string Password)> Users { get; } = [("operator", "operator"), ("engineer", "engineer")];

    private IExecutorSink Target { get; }

    /// <param name="switches">Switches of the fake, such as <c>FAKELMX_TIME_KIND</c>; the fake reads them when it is
    /// created.</param>
    /// <param name="options">Options of the executor; the ProgID is the fake's unless the options name another.</param>
    /// <param name="sink">Receives the events instead of <see cref="Sink"/>.</param>
    /// <param name="time">Clock of the executor; the fake always has the system's.</param>
    public static async Task<ComFixture> StartAsync(
        IReadOnlyDictionary<string, string>? switches = null, ComOptions? options = null, IExecutorSink? sink = null, TimeProvider? time = null)
    {
        var fixture = new ComFixture(options ?? new ComOptions(), sink, time ?? TimeProvider.System);
        using (new FakeSwitches(switches))
        {
            await fixture.Executor.StartAsync(fixture.Target, CancellationToken.None).WithTimeout("the start of the COM executor");
        }

        return fixture;
    }

    public Task PassTimeAsync(TimeSpan time) => Pace.Async(time * Haste);

    public async Task WithWritesPendingAsync(Func<Task> steps)
    {
        FakeCounters.HoldWrites(true);
        try
        {
            await steps();
        }
        finally
        {
            FakeCounters.HoldWrites(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _executor.StopAsync(CancellationToken.None).WithTimeout("the teardown");
        await _executor.DisposeAsync();
    }
}
