using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Streams.Alarms.Reducing;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>
/// Reads alarms again: those that are not normal in each turn, the others in turns, and value and limit when an occurrence begins. It
/// reads beside the loop, and applies on it.
/// </summary>
internal sealed class AlarmReconciler(MonitorRun run, IReadOnlyList<MonitoredRoot> roots, AlarmMonitorOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Alarms whose value and limit are read at once. In a flood, later ones keep what they had.</summary>
    private const int MostDetails = 200;

    private static readonly AlarmAttribute[] Read = [AlarmAttribute.InAlarm, AlarmAttribute.Acked, AlarmAttribute.TimeAlarmOn];

    private readonly Dictionary<string, MonitoredRoot> _roots = roots.ToDictionary(root => root.Reference, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _raised = new(StringComparer.OrdinalIgnoreCase);
    private long _lastTurn = time.GetTimestamp();
    private int _nextNormal;
    private bool _isReading;
    private (long Before, long Until, IReadOnlyList<(string Reference, AlarmReading[] Readings)> Alarms)? _waiting;

    /// <summary>Called by the loop: begins a turn when one is due, and applies one whose events have all been applied.</summary>
    public void Advance()
    {
        if (_waiting is { } waiting && run.Position >= waiting.Until)
        {
            _waiting = null;
            Apply(waiting.Before, waiting.Alarms);
        }

        if (_isReading || _waiting is not null)
        {
            return;
        }

        if (time.GetElapsedTime(_lastTurn).TotalSeconds >= options.ReconcileSeconds)
        {
            _lastTurn = time.GetTimestamp();
            Begin(ReadAgainAsync(Due(), run.Position));
        }
        else if (_raised.Count > 0)
        {
            var begun = _raised.Take(MostDetails).Select(reference => _roots[reference]).ToArray();
            _raised.Clear();
            Begin(ReadDetailsAsync(begun));
        }
    }

    /// <summary>Called by the loop with committed transitions.</summary>
    public void Raised(IEnumerable<AlarmTransition> transitions)
    {
        foreach (var one in transitions.Where(one => one.Kind is AlarmTransitionKind.Raised or AlarmTransitionKind.Found))
        {
            if (_roots.TryGetValue(one.Alarm.Reference, out var root) && (root.ValueReference ?? root.LimitReference) is not null)
            {
                _raised.Add(one.Alarm.Reference);
            }
        }
    }

    private string[] Due()
    {
        var normal = new List<string>();
        var due = new List<string>();
        foreach (var track in run.Book.Tracks)
        {
            (AlarmStateRules.IsNormal(track.Alarm) ? normal : due).Add(track.Alarm.Reference);
        }

        var count = Math.Min(options.ReconcileNormal, normal.Count);
        due.AddRange(Enumerable.Range(0, count).Select(i => normal[(_nextNormal + i) % normal.Count]));
        _nextNormal = normal.Count == 0 ? 0 : (_nextNormal + count) % normal.Count;
        return [.. due];
    }

    // Replies may overtake events, so what was read is applied only when all events that the worker had given out are.
    private async Task ReadAgainAsync(string[] references, long before)
    {
        var results = await run.Session.ReadAsync([.. references.SelectMany(reference => Read.Select(attribute => $"{reference}.{attribute}"))], CancellationToken.None);
        var until = await run.Session.LatestAsync(CancellationToken.None);
        var alarms = new List<(string Reference, AlarmReading[] Readings)>();
        for (var i = 0; i < references.Length; i++)
        {
            AlarmReading[] readings = [.. Read.Select((attribute, at) => MonitorSession.ReadingOf(attribute, results[(i * Read.Length) + at])).OfType<AlarmReading>()];
            if (readings.Any(reading => reading.Attribute == AlarmAttribute.InAlarm))
            {
                alarms.Add((references[i], readings));
            }
        }

        run.Post(() => _waiting = (before, until, alarms));
    }

    private void Apply(long before, IReadOnlyList<(string Reference, AlarmReading[] Readings)> alarms)
    {
        foreach (var (reference, readings) in alarms)
        {
            // What has moved since the reading began is read again at the next turn.
            if (run.LastEventOf(reference) <= before)
            {
                run.Book.Compare(reference, readings);
            }
        }
    }

    private async Task ReadDetailsAsync(MonitoredRoot[] begun)
    {
        string[] references = [.. begun.SelectMany(root => new[] { root.ValueReference, root.LimitReference }).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        var results = await run.Session.ReadAsync(references, CancellationToken.None);
        var values = references.Zip(results).Where(pair => pair.Second is { Hresult: >= 0, Value: not null })
            .ToDictionary(pair => pair.First, pair => pair.Second.Value, StringComparer.OrdinalIgnoreCase);
        run.Post(() =>
        {
            foreach (var root in begun)
            {
                run.Book.Describe(root.Reference, new AlarmDetails
                {
                    Value = root.ValueReference is { } value ? values.GetValueOrDefault(value) : null,
                    Limit = root.LimitReference is { } limit ? values.GetValueOrDefault(limit) : null,
                });
            }
        });
    }

    private void Begin(Task reading)
    {
        _isReading = true;
        _ = EndAsync(reading);
    }

    private async Task EndAsync(Task reading)
    {
        try
        {
            await reading;
        }
        catch (GatewayException error) when (error.Code is GatewayErrorCode.GatewayStopping or GatewayErrorCode.SessionClosed or GatewayErrorCode.SessionFaulted)
        {
            // The loop learns it from the session's events.
        }
        catch (GatewayException error)
        {
            logger.NotRead(error);
        }
        finally
        {
            run.Post(() => _isReading = false);
        }
    }
}
