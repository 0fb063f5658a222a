using System.IO.Pipelines;
using Gateway.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>The body of one response that is written as a stream. One writer at a time.</summary>
/// <param name="context">The request.</param>
/// <param name="form">How the stream looks.</param>
/// <param name="limits">Its times.</param>
/// <param name="time">The clock.</param>
internal sealed class ResponseOutput(HttpContext context, StreamForm form, OutputLimits limits, TimeProvider time) : IDisposable
{
    /// <summary>Browsers wait for three seconds and longer by themselves.</summary>
    private const int RetryMs = 1_000;

    private readonly PeriodicTimer _timer = new(limits.Heartbeat, time);
    private Task<bool>? _beat;

    public bool HasClientLeft => context.RequestAborted.IsCancellationRequested;

    private PipeWriter Body => context.Response.BodyWriter;

    public async Task BeginAsync()
    {
        var response = context.Response;
        response.ContentType = form.ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.Vary = "Accept";
        // Asks proxies that collect answers to pass on this one at once.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            // The limit of a send takes its place.
            rate.MinDataRate = null;
        }

        await response.StartAsync(context.RequestAborted);
        form.WriteRetry(Body, RetryMs);
    }

    /// <returns>False when the client has left or was disconnected; nothing can be written any more.</returns>
    public ValueTask<bool> WriteAsync<T>(T item, IItemText<T> text)
    {
        form.Begin(Body, text.PositionAfter(item));
        text.Write(Body, item);
        form.End(Body);
        return FlushAsync();
    }

    /// <summary>Writes the last object.</summary>
    /// <param name="ending">Why the stream ended; null when it is complete.</param>
    public ValueTask<bool> EndAsync(GatewayException? ending)
    {
        if (ending?.RetryAfterMs is { } milliseconds)
        {
            form.WriteRetry(Body, milliseconds);
        }

        form.Begin(Body, null);
        ItemJson.WriteMembers(Body, StreamEnd.Of(ending));
        form.End(Body);
        return FlushAsync();
    }

    /// <summary>Waits for the next item, and sends heartbeats meanwhile.</summary>
    /// <exception cref="Exception">What the item's stream throws.</exception>
    public async ValueTask<bool> AwaitAsync(ValueTask<bool> next)
    {
        if (next.IsCompleted || !form.HasHeartbeats)
        {
            return await next;
        }

        var item = next.AsTask();
        while (await Task.WhenAny(item, _beat ??= _timer.WaitForNextTickAsync().AsTask()) != item)
        {
            _beat = null;
            StreamForm.WriteHeartbeat(Body);
            if (!await FlushAsync())
            {
                // The stream ends with the request; it must have done so before it is disposed.
                context.Abort();
            }
        }

        return await item;
    }

    public void Dispose() => _timer.Dispose();

    private async ValueTask<bool> FlushAsync()
    {
        var flush = Body.FlushAsync(context.RequestAborted);
        try
        {
            var result = flush.IsCompleted ? await flush : await flush.AsTask().WaitAsync(limits.Send, time);
            return !result.IsCompleted;
        }
        catch (TimeoutException)
        {
            limits.ReportSlowReader(context.RemoteAddress());
            context.Abort();
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
