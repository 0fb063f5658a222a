using Gateway.Errors;
using Gateway.Web.Front.Hubs;
using Gateway.Web.Front.Hubs.Stopping;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Front.Api.Streaming;

/// <summary>
/// Writes streams to responses. The first item is read before anything is written, so that a refusal is an answer with its status. A
/// reader that takes nothing for as long as a client of the hub may is disconnected; one that takes too little is ended by its subscription.
/// </summary>
internal sealed class ResponseStreaming(ConnectionRegistry connections, IOptions<GatewayHubOptions> options, TimeProvider time, ILogger<ResponseStreaming> logger)
{
    private readonly OutputLimits _limits = new(
        TimeSpan.FromSeconds(options.Value.KeepAliveSeconds),
        TimeSpan.FromSeconds(options.Value.SendTimeoutSeconds),
        address => logger.SlowReader(address, options.Value.SendTimeoutSeconds));

    /// <exception cref="GatewayException">The stream was refused; nothing was written.</exception>
    public Task WriteAsync<T>(HttpContext context, StreamForm form, IAsyncEnumerable<T> items, IItemText<T> text) =>
        connections.ServeAsync(context, RunAsync(context, form, items, text));

    private async Task RunAsync<T>(HttpContext context, StreamForm form, IAsyncEnumerable<T> items, IItemText<T> text)
    {
        await using var reader = items.GetAsyncEnumerator(context.RequestAborted);
        var more = await reader.MoveNextAsync();
        using var output = new ResponseOutput(context, form, _limits, time);
        await output.BeginAsync();
        GatewayException? ending = null;
        while (more)
        {
            if (!await output.WriteAsync(reader.Current, text))
            {
                return;
            }

            try
            {
                more = await output.AwaitAsync(reader.MoveNextAsync());
            }
            catch (Exception error) when (!output.HasClientLeft)
            {
                ending = ApiErrors.Translate(context, error);
                break;
            }
        }

        if (!output.HasClientLeft)
        {
            await output.EndAsync(ending);
        }
    }
}
