using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Client.Tests.Fakes;

internal sealed class FakeGatewayHub(FakeGateway gateway) : Hub
{
    public SessionInfo OpenSession(OpenSessionRequest request) =>
        Scripted(() => gateway.OnOpen?.Invoke(request) ?? gateway.Session("s1") with { Name = request.Name });

    public SessionInfo CloseSession(string sessionId)
    {
        gateway.ClosedSessions.Enqueue(sessionId);
        return gateway.Session(sessionId) with { State = SessionState.Closed };
    }

    public IReadOnlyList<SessionInfo> ListSessions() => Scripted(() => gateway.OnList?.Invoke() ?? [gateway.Session("s1"), gateway.Session("s2")]);

    public SessionInfo GetSession(string sessionId) => sessionId == "s1"
        ? gateway.Session(sessionId)
        : throw new HubException(new GatewayException(GatewayErrorCode.SessionNotFound, "No such session.").ToWireMessage());

    public MxReply Invoke(string sessionId, MxCommand command)
    {
        gateway.Commands.Enqueue(command);
        return Scripted(() => gateway.OnInvoke(command, Context.Abort));
    }

    public StreamSettings UpdateStream(string subscriptionId, StreamSettings settings) => Scripted(() => gateway.OnUpdate(settings));

    public ItemPage FindItems(string sessionId, FindItemsRequest request) =>
        SampleItems.Pages[0] with { Notice = $"{gateway.Session(sessionId).SessionId} {request.Like} {request.Level} {request.Area}" };

    public HubLimits GetLimits() => gateway.MaxMessageBytes is { } bytes
        ? new HubLimits { MaxMessageBytes = bytes }
        : throw new HubException(new GatewayException(GatewayErrorCode.InvalidArgument, "There is no such method.").ToWireMessage());

    public TokenRenewal RenewToken(string token)
    {
        gateway.Renewals.Writer.TryWrite(token);
        return Scripted(() => new TokenRenewal { ExpiresAt = gateway.OnRenew(token) });
    }

    public async IAsyncEnumerable<StreamItem> StreamSession(
        string sessionId, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = gateway.RunStream(request, Context.Abort, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(items))
        {
            yield return items.Current;
        }
    }

    public IAsyncEnumerable<FeedItem> StreamFeed(FeedRequest request, CancellationToken cancellationToken) =>
        RelayAsync(() => gateway.OnFeed(request, Context.Abort), cancellationToken);

    public IAsyncEnumerable<AlarmItem> StreamAlarms(AlarmRequest request, CancellationToken cancellationToken) =>
        RelayAsync(() => gateway.OnAlarms(request, Context.Abort), cancellationToken);

    public IAsyncEnumerable<OverviewItem> StreamOverview(OverviewRequest request, CancellationToken cancellationToken) =>
        RelayAsync(() => gateway.OnOverview(request, Context.Abort), cancellationToken);

    public AlarmCommandResult AcknowledgeAlarm(AcknowledgeAlarmRequest request) => Scripted(() => gateway.OnAlarmCommand(request));

    public IReadOnlyList<AlarmCommandResult> AcknowledgeAlarms(AcknowledgeAlarmsRequest request) =>
        [.. request.Alarms.Select(one => Scripted(() => gateway.OnAlarmCommand(one)))];

    public AlarmCommandResult ShelveAlarm(ShelveAlarmRequest request) => Scripted(() => gateway.OnAlarmCommand(request));

    private static async IAsyncEnumerable<T> RelayAsync<T>(Func<IAsyncEnumerable<T>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = Scripted(open).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(items))
        {
            yield return items.Current;
        }
    }

    private static T Scripted<T>(Func<T> answer)
    {
        try
        {
            return answer();
        }
        catch (GatewayException error)
        {
            throw new HubException(error.ToWireMessage());
        }
    }

    private static async ValueTask<bool> NextAsync<T>(IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (GatewayException error)
        {
            throw new HubException(error.ToWireMessage());
        }
    }
}
