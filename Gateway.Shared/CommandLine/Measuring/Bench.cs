using System.Globalization;
using Gateway.Client;
using Gateway.CommandLine.Running;
using Gateway.Contracts;
using Gateway.Values;

namespace Gateway.CommandLine.Measuring;

/// <summary>Measures in a session of its own, which it closes at the end.</summary>
internal sealed class Bench(GatewaySession session, BenchPlan plan, TimeProvider time)
{
    private const string RateItem = "Load.Rate";

    /// <summary>Not measured: programs that have just started compile what they run.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstValues = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly List<double> _deliveries = [];
    private readonly List<double> _rounds = [];
    private DateTime _from;
    private long _events;
    private long _missed;

    public async Task<BenchReport> RunAsync(CancellationToken cancellationToken)
    {
        var server = await session.RegisterAsync("mxgateway bench", cancellationToken);
        await SubscribeAsync(server, cancellationToken);
        using var end = new CancellationTokenSource(WarmUp + plan.Time, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        _from = time.GetUtcNow().UtcDateTime + WarmUp;
        await Task.WhenAll(ReadAsync(both.Token), PingAsync(both.Token));
        cancellationToken.ThrowIfCancellationRequested();
        var seconds = (time.GetUtcNow().UtcDateTime - _from).TotalSeconds;
        return new BenchReport
        {
            Seconds = Math.Round(seconds, 2),
            AskedPerSecond = plan.Rate,
            Events = _events,
            EventsPerSecond = Math.Round(_events / seconds),
            Missed = _missed,
            DeliveryMs = Spread.Of(_deliveries),
            RoundTripMs = Spread.Of(_rounds),
        };
    }

    private async Task SubscribeAsync(int server, CancellationToken cancellationToken)
    {
        string[] items = [RateItem, .. Enumerable.Range(1, plan.Items).Select(i => string.Create(CultureInfo.InvariantCulture, $"Load.Item{i:0000}"))];
        var results = await session.SubscribeBulkAsync(server, items, new SubscribeOptions { FirstValues = FirstValues }, cancellationToken);
        if (results[0] is not { ItemHandle: { } rate, Value: not null })
        {
            throw new ToolFailure(ExitCodes.Unreachable, $"The simulator gave no value of {RateItem} in time: {results[0].Diagnostic}", "Find out why: mxgateway probe");
        }

        await session.WriteAsync(server, rate, MxValue.FromInt32(plan.Rate), cancellationToken: cancellationToken);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in session.EventsAsync(cancellationToken: cancellationToken))
            {
                Take(item);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }

    private void Take(StreamItem item)
    {
        if (item is GapItem gap)
        {
            _missed += gap.Missed ?? 0;
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (item is not EventsItem { Events: var events } || now < _from)
        {
            return;
        }

        _events += events.Count;
        _deliveries.AddRange(events.Select(one => Math.Max((now - one.WorkerTime).TotalMilliseconds, 0)));
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var round = await session.PingAsync(cancellationToken);
                if (time.GetUtcNow().UtcDateTime >= _from)
                {
                    _rounds.Add(round.TotalMilliseconds);
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
