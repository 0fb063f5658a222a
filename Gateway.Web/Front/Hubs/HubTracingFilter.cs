using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Web.Platform.Telemetry;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Front.Hubs;

/// <summary>
/// Completes the span that SignalR makes for a hub call. It adds the code of a failure, and ends a stream's span at its first item,
/// because SignalR's own span would live as long as the stream. A call whose span is not recorded is not affected. The filter is inside
/// the error filter, where failures still have their code.
/// </summary>
internal sealed class HubTracingFilter : IHubFilter
{
    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next) =>
        GatewaySpans.HubCall is { } span ? TraceAsync(invocationContext, next, span) : next(invocationContext);

    private static async ValueTask<object?> TraceAsync(
        HubInvocationContext context, Func<HubInvocationContext, ValueTask<object?>> next, Activity span)
    {
        // The name that SignalR gives contains the namespace of the class.
        span.DisplayName = $"{nameof(GatewayHub)}/{context.HubMethodName}";
        try
        {
            var result = await next(context);
            var resumes = context.HubMethodArguments.Any(Resumes);
            return result switch
            {
                IAsyncEnumerable<StreamItem> stream => TraceStartAsync(stream, span, resumes, CancellationToken.None),
                IAsyncEnumerable<MultiSessionItem> stream => TraceStartAsync(stream, span, resumes, CancellationToken.None),
                IAsyncEnumerable<FeedItem> stream => TraceStartAsync(stream, span, resumes, CancellationToken.None),
                IAsyncEnumerable<AlarmItem> stream => TraceStartAsync(stream, span, resumes, CancellationToken.None),
                IAsyncEnumerable<OverviewItem> stream => TraceStartAsync(stream, span, resumes, CancellationToken.None),
                _ => result,
            };
        }
        catch (GatewayException error)
        {
            span.Fail(error.Code);
            throw;
        }
    }

    private static bool Resumes(object? argument) => argument switch
    {
        StreamRequest request => request.ResumeAfter is not null,
        MultiSessionRequest request => request.Cursor is not null,
        FeedRequest request => request.After is not null || request.Cursor is not null,
        AlarmRequest request => request.After is not null,
        _ => false,
    };

    // The dispatcher's token for the stream comes through the enumerator; the parameter only stands for it.
    private static async IAsyncEnumerable<T> TraceStartAsync<T>(
        IAsyncEnumerable<T> stream, Activity span, bool resumes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var items = stream.GetAsyncEnumerator(cancellationToken);
        if (!await FirstAsync(items, span, resumes))
        {
            yield break;
        }

        do
        {
            yield return items.Current;
        }
        while (await items.MoveNextAsync());
    }

    private static async Task<bool> FirstAsync<T>(IAsyncEnumerator<T> items, Activity span, bool resumes)
    {
        using var resume = resumes ? GatewaySpans.StartResume(span) : null;
        try
        {
            return await items.MoveNextAsync();
        }
        catch (GatewayException error)
        {
            resume.Fail(error.Code);
            span.Fail(error.Code);
            throw;
        }
        finally
        {
            resume?.Stop();
            span.Stop();
        }
    }
}
