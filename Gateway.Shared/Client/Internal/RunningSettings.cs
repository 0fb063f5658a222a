using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Client.Internal;

/// <summary>
/// The settings that the application requested after the stream began. They are sent to a running subscription, and a later subscription
/// begins with them. Safe on any thread.
/// </summary>
internal sealed class RunningSettings(GatewayClient client)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamSettings? _latest;
    private string? _subscriptionId;
    private int _version;
    private int _begunWith;
    private bool _ended;

    /// <summary>A subscription is about to begin with the settings that are returned; null with those of the request.</summary>
    public StreamSettings? Begin()
    {
        lock (_gate)
        {
            _subscriptionId = null;
            _begunWith = _version;
            return _latest;
        }
    }

    /// <summary>The server named the subscription.</summary>
    public void Started(string subscriptionId)
    {
        lock (_gate)
        {
            _subscriptionId = subscriptionId;
            Tell();
        }
    }

    public void Ended()
    {
        lock (_gate)
        {
            _ended = true;
            Tell();
        }
    }

    /// <summary>Completes when the settings are in force: at once on a running subscription, else with the next one.</summary>
    public async Task<StreamSettings> UpdateAsync(StreamSettings settings, CancellationToken cancellationToken)
    {
        int version;
        lock (_gate)
        {
            _latest = settings;
            version = ++_version;
        }

        string? tried = null;
        while (true)
        {
            var (id, isCovered, changed) = Look(version);
            if (isCovered)
            {
                return settings;
            }

            if (id is null || id == tried)
            {
                await changed.WaitAsync(cancellationToken);
                continue;
            }

            try
            {
                return await client.InvokeAsync<StreamSettings>(HubContract.UpdateStream, [id, settings], cancellationToken);
            }
            catch (GatewayException error) when (error.Code is GatewayErrorCode.NotFound or GatewayErrorCode.OutcomeUnknown)
            {
                // That subscription is over; the next one begins with the settings.
                tried = id;
            }
        }
    }

    private (string? SubscriptionId, bool IsCovered, Task Changed) Look(int version)
    {
        lock (_gate)
        {
            return _ended
                ? throw new GatewayException(GatewayErrorCode.NotFound, "The stream has ended.")
                : (_subscriptionId, _subscriptionId is not null && _begunWith >= version, _changed.Task);
        }
    }

    private void Tell()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
