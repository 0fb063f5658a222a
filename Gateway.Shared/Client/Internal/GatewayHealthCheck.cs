using System.Globalization;
using Gateway.Errors;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Client.Internal;

/// <summary>Whether the gateway answers a call of this client.</summary>
internal sealed class GatewayHealthCheck(GatewayClient client) : IHealthCheck
{
    /// <summary>Longer than a short loss of the connection takes, and shorter than what asks for health usually waits.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = TimeLimit.After(Limit, client.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await client.GetLimitsAsync(either.Token).WaitAsync(either.Token);
            return HealthCheckResult.Healthy("The gateway answers.");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Failed(context, string.Format(
                CultureInfo.InvariantCulture, "The gateway did not answer within {0} s; the connection is {1}. Check that the gateway runs and that this machine reaches it.",
                Limit.TotalSeconds, client.State), null);
        }
        catch (GatewayException error)
        {
            return Failed(context, $"{error.Code}: {error.Message}", error);
        }
        catch (ObjectDisposedException error)
        {
            return Failed(context, "The client is closed.", error);
        }
    }

    private static HealthCheckResult Failed(HealthCheckContext context, string description, Exception? error) =>
        new(context.Registration.FailureStatus, description, error);
}
