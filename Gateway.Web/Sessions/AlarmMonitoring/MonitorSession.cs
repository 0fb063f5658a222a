using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Values;
using Gateway.Web.Sessions.Lifetime;
using Gateway.Web.Streams.Alarms.Reducing;
using Gateway.Web.Streams.Events;

namespace Gateway.Web.Sessions.AlarmMonitoring;

/// <summary>The monitor's own session: what it registers, advises, reads and writes.</summary>
internal sealed class MonitorSession(Session session)
{
    public const string ClientName = "gateway alarms";

    /// <summary>The session's name, for people.</summary>
    public const string Name = "Alarm monitor";

    /// <summary>Elements of one bulk command. They run one by one, and nothing else runs meanwhile.</summary>
    private const int AtOnce = 500;

    private int _server;

    public Session Session => session;

    public string SessionId => session.Identity.SessionId;

    public string Epoch => session.Distributor.Epoch;

    /// <summary>Registers with the platform, or finds the registration of an adopted session.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var state = await session.InvokeAsync(new MxCommand { Method = MxMethod.GetSessionState }, cancellationToken);
        if (state.Session?.Servers.FirstOrDefault(server => server.ClientName == ClientName) is { } known)
        {
            _server = known.ServerHandle;
            return;
        }

        var reply = await session.InvokeAsync(new MxCommand { Method = MxMethod.Register, ClientName = ClientName }, cancellationToken);
        _server = reply.ReturnValue ?? throw new GatewayException(GatewayErrorCode.WorkerUnavailable, $"The platform refused the registration: {reply.Diagnostic}");
    }

    /// <summary>Reads everything of the session after a position; null begins with the first event.</summary>
    public Subscription Subscribe(long? after, Action woken) => session.SubscribeInternal(
        ClientName, new StreamRequest { ResumeAfter = after ?? 0, Epoch = Epoch, Snapshot = SnapshotPolicy.AfterGap }, woken);

    /// <summary>Adds and advises the items of alarms that are not yet, and removes those that are no longer wanted.</summary>
    public async Task AdviseAsync(FoundRoots found, CancellationToken cancellationToken)
    {
        var wanted = found.Roots.SelectMany(root => root.Items).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var present = session.Distributor.Items.ItemsOf(_server);
        var surplus = present.Where(item => ItemReference.Normal(item.ItemDefinition) is var reference && !wanted.Contains(reference) && !found.IsOfSilent(reference))
            .Select(item => item.ItemHandle).ToArray();
        foreach (var chunk in surplus.Chunk(AtOnce))
        {
            await session.InvokeAsync(new MxCommand { Method = MxMethod.UnsubscribeBulk, ServerHandle = _server, ItemHandles = chunk }, cancellationToken);
        }

        wanted.ExceptWith(present.Where(item => item.Advised != AdviseKind.None).Select(item => ItemReference.Normal(item.ItemDefinition)));
        foreach (var chunk in wanted.Chunk(AtOnce))
        {
            var command = new MxCommand { Method = MxMethod.SubscribeBulk, ServerHandle = _server, ItemDefinitions = chunk, Supervisory = true };
            await session.InvokeAsync(command, cancellationToken);
        }
    }

    /// <inheritdoc cref="BulkReading.ReadAsync"/>
    public Task<IReadOnlyList<MxItemResult>> ReadAsync(IReadOnlyList<string> references, CancellationToken cancellationToken) =>
        BulkReading.ReadAsync(session, _server, references, null, cancellationToken);

    /// <summary>The latest sequence that the worker has given out: what it read before is not newer.</summary>
    public async Task<long> LatestAsync(CancellationToken cancellationToken)
    {
        var reply = await session.InvokeAsync(new MxCommand { Method = MxMethod.GetWorkerInfo }, cancellationToken);
        return reply.Worker?.LatestSequence ?? 0;
    }

    public Task<MxReply> WriteAsync(int itemHandle, string text, int userId, CancellationToken cancellationToken) => session.InvokeAsync(
        new MxCommand { Method = MxMethod.Write, ServerHandle = _server, ItemHandle = itemHandle, Value = MxValue.FromString(text), UserId = userId },
        cancellationToken);

    /// <summary>Logs a user of the platform in; the reply has the user's id, or the HRESULT of the refusal.</summary>
    public Task<MxReply> AuthenticateAsync(string user, string password, CancellationToken cancellationToken) => session.InvokeAsync(
        new MxCommand { Method = MxMethod.AuthenticateUser, ServerHandle = _server, UserName = user, Password = password }, cancellationToken);

    /// <summary>The handle of an item; null when it is not added.</summary>
    public int? HandleOf(string reference) => session.Distributor.Items.ItemsOf(_server)
        .FirstOrDefault(item => reference.Equals(ItemReference.Normal(item.ItemDefinition), StringComparison.OrdinalIgnoreCase))?.ItemHandle;

    /// <summary>A text that was read; null when the read failed or its value is no text.</summary>
    public static string? TextIn(MxItemResult result) => ReadingOf(AlarmAttribute.AckMsg, result) is { IsGood: true, Value: { Type: VariantType.String } text } ? text.AsString() : null;

    /// <summary>A read value as a reading; null when the read failed.</summary>
    public static AlarmReading? ReadingOf(AlarmAttribute attribute, MxItemResult result) => result is { Hresult: >= 0, Value: { } value, Quality: { } quality }
        ? new AlarmReading(attribute, value, quality, AlarmQuality.IsGood(quality, result.Statuses), result.SourceTime, null) { Cause = AlarmCause.Reconciled }
        : null;
}
