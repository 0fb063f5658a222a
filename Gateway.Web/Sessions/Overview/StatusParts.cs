using Gateway.Contracts;

namespace Gateway.Web.Sessions.Overview;

/// <summary>
/// Distributes rows over parts of bounded size. With the longest texts that a row can have, each in characters that JSON escapes, a part
/// stays below the least message limit of a gateway that keeps its default.
/// </summary>
internal sealed class StatusParts
{
    private const int MostWeight = 400;

    /// <summary>Facts have texts; figures are numbers.</summary>
    private const int WeightOfFacts = 4;

    private readonly List<GatewayStatus> _parts = [];
    private readonly List<OverviewSession> _sessions = [];
    private readonly List<SessionLoad> _sessionLoads = [];
    private readonly List<OverviewReader> _readers = [];
    private readonly List<ReaderLoad> _readerLoads = [];
    private readonly List<OverviewFault> _faults = [];
    private readonly DateTime _at;
    private GatewayStatus _head;
    private int _weight;

    /// <param name="head">The sections that are no rows; they are in the first part.</param>
    public StatusParts(GatewayStatus head) => (_head, _at) = (head, head.At);

    public void Add(OverviewSession session) => Add(_sessions, session, WeightOfFacts);

    public void Add(SessionLoad load) => Add(_sessionLoads, load, 1);

    public void Add(OverviewReader reader) => Add(_readers, reader, WeightOfFacts);

    public void Add(ReaderLoad load) => Add(_readerLoads, load, 1);

    public void Add(OverviewFault fault) => Add(_faults, fault, WeightOfFacts);

    /// <summary>The parts in order; at least one.</summary>
    public IReadOnlyList<GatewayStatus> Complete()
    {
        if (_weight > 0 || _parts.Count == 0)
        {
            Close();
        }

        return _parts;
    }

    private void Add<T>(List<T> rows, T row, int weight)
    {
        if (_weight + weight > MostWeight)
        {
            Close();
        }

        rows.Add(row);
        _weight += weight;
    }

    private void Close()
    {
        _parts.Add(_head with
        {
            Sessions = [.. _sessions],
            SessionLoads = [.. _sessionLoads],
            Readers = [.. _readers],
            ReaderLoads = [.. _readerLoads],
            Faults = [.. _faults],
        });
        _head = new GatewayStatus { At = _at };
        _sessions.Clear();
        _sessionLoads.Clear();
        _readers.Clear();
        _readerLoads.Clear();
        _faults.Clear();
        _weight = 0;
    }
}
