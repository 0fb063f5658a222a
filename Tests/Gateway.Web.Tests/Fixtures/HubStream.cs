using System.Threading.Channels;
using Gateway.Contracts;
using Gateway.Errors;
using Gateway.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Gateway.Web.Tests.Fixtures;

/// <summary>One stream of a hub client.</summary>
internal sealed class HubStream(HubConnection connection, string sessionId, StreamRequest request)
{
    private readonly CancellationTokenSource _stop = new();
    private ChannelReader<StreamItem>? _items;

    public async Task<StreamItem> NextAsync(string phase = "a stream item")
    {
        _items ??= await connection.StreamAsChannelAsync<StreamItem>(HubContract.StreamSession, sessionId, request, _stop.Token);
        try
        {
            return await _items.ReadAsync(Patience.Token).WithTimeout(phase);
        }
        catch (ChannelClosedException error) when (error.InnerException is HubException refusal)
        {
            throw new HubException(refusal.Message, refusal);
        }
    }

    public async Task<T> NextAsync<T>()
        where T : StreamItem
    {
        while (true)
        {
            var item = await NextAsync($"a {typeof(T).Name}");
            if (item is T found)
            {
                return found;
            }

            Assert.True(item is IdleItem or StateItem, $"{item.Kind} instead of {typeof(T).Name}");
        }
    }

    /// <summary>Reads until the stream ends with an error, and returns the code of the error.</summary>
    public async Task<GatewayErrorCode?> EndAsync()
    {
        try
        {
            while (true)
            {
                await NextAsync("the end of the stream");
            }
        }
        catch (HubException error)
        {
            return GatewayException.FromWireMessage(error.Message)?.Code;
        }
    }

    public void Cancel() => _stop.Cancel();
}
