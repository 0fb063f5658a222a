using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Client.Tests.Fakes;

internal sealed class FakeGatewayHub(FakeGateway gateway) : Hub
{
    public SessionInfo OpenSession(OpenSessionRequest request) =>
        gateway.Session("s1") with { Name = request.Name };

    public SessionInfo CloseSession(string sessionId)
    {
        gateway.ClosedSessions.Enqueue(sessionId);
        return gateway.Session(sessionId) with { State = SessionState.Closed };
    }

    public IReadOnlyList<SessionInfo> ListSessions() => [gateway.Session("s1"), gateway.Session("s2")];

    public SessionInfo GetSession(string sessionId) => sessionId == "s1"
        ? gateway.Session(sessionId)
        : throw new HubException(new GatewayException(GatewayErrorCode.SessionNotFound, "No such session.").ToWireMessage());

    public MxReply Invoke(string sessionId, MxCommand command)
    {
        gateway.Commands.Enqueue(command);
        try
        {
            return gateway.OnInvoke(command, Context.Abort);
        }
        catch (GatewayException error)
        {
            throw new HubException(error.ToWireMessage());
        }
    }

    public HubLimits GetLimits() => gateway.MaxMessageBytes is { } bytes
        ? new HubLimits { MaxMessageBytes = bytes }
        : throw new HubException(new GatewayException(GatewayErrorCode.InvalidArgument, "There is no such method.").ToWireMessage());

    public TokenRenewal RenewToken(string token)
    {
        gateway.Renewals.Writer.TryWrite(token);
        try
        {
            return new TokenRenewal { ExpiresAt = gateway.OnRenew(token) };
        }
        catch (GatewayException error)
        {
            throw new HubException(error.ToWireMessage());
        }
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

    public async IAsyncEnumerable<FeedItem> StreamFeed(FeedRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = Feed(request).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(items))
        {
            yield return items.Current;
        }
    }

    private IAsyncEnumerable<FeedItem> Feed(FeedRequest request)
    {
        try
        {
            return gateway.OnFeed(request, Context.Abort);
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
