using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Access.Live;
using Gateway.Web.Platform.Recorder;
using Gateway.Web.Platform.Store;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// The only place where errors are turned into messages for clients: expected errors become a text with a code, unexpected ones a
/// reference number. Details of unexpected errors stay in the log.
/// </summary>
internal sealed class HubErrorFilter(ILogger<HubErrorFilter> logger) : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var method = invocationContext.HubMethodName;
        try
        {
            var result = await next(invocationContext);
            return result switch
            {
                IAsyncEnumerable<StreamItem> stream => GuardAsync(stream, method, CancellationToken.None),
                IAsyncEnumerable<MultiSessionItem> stream => GuardAsync(stream, method, CancellationToken.None),
                IAsyncEnumerable<FeedItem> stream => GuardAsync(stream, method, CancellationToken.None),
                IAsyncEnumerable<AlarmItem> stream => GuardAsync(stream, method, CancellationToken.None),
                IAsyncEnumerable<OverviewItem> stream => GuardAsync(stream, method, CancellationToken.None),
                _ => result,
            };
        }
        catch (Exception error) when (error is not HubException)
        {
            if (invocationContext.Context.Items[nameof(LiveCaller)] is LiveCaller live)
            {
                live.Ring.Note(new Occurrence(OccurrenceKind.CallRefused) { Code = (error as GatewayException)?.Code ?? GatewayErrorCode.Internal });
            }

            throw Translate(error, method);
        }
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (exception is MessageTooLargeException { MaxMessageBytes: var limit })
        {
            HubLog.MessageTooLarge(logger, context.Context.ConnectionId, limit);
        }

        return next(context, exception);
    }

    // The dispatcher's token for the stream comes through the enumerator; the parameter only stands for it.
    private async IAsyncEnumerable<T> GuardAsync<T>(
        IAsyncEnumerable<T> stream, string method, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = stream.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception error) when (error is not (HubException or OperationCanceledException))
            {
                throw Translate(error, method);
            }

            yield return items.Current;
        }
    }

    private HubException Translate(Exception error, string method)
    {
        if ((error as GatewayException ?? StoreTrouble.From(error)) is { } expected)
        {
            return new HubException(expected.ToWireMessage());
        }

        if (error is OperationCanceledException)
        {
            return new HubException(new GatewayException(GatewayErrorCode.CommandCanceled, "The call was canceled.").ToWireMessage());
        }

        var reference = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        HubLog.Unexpected(logger, method, reference, error);
        return new HubException(new GatewayException(
            GatewayErrorCode.Internal, $"An unexpected error occurred. The gateway's log has it under reference {reference}.").ToWireMessage());
    }
}
