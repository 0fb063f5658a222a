using System.Runtime.CompilerServices;
using Gateway.Errors;
using Gateway.Web.Access.Callers;

namespace Gateway.Web.Access.Live;

internal static class LiveCallerExtensions
{
    /// <summary>Starts a stream under the connection's current rights and reads it to its end. It follows changes of these rights.</summary>
    /// <exception cref="GatewayException">As <see cref="LiveCaller.Attach"/>, or the reason why the stream ended.</exception>
    public static async IAsyncEnumerable<TItem> ReadAsync<TItem>(
        this LiveCaller live, DateTimeOffset now, Func<Caller, ILiveReader<TItem>> start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stream = live.Attach(now, start);
        try
        {
            await foreach (var item in stream.ReadAsync(cancellationToken))
            {
                yield return item;
            }
        }
        finally
        {
            live.Detach(stream);
        }
    }
}
