using Microsoft.Extensions.Options;

namespace Gateway.Web.Access.Login;

/// <summary>
/// Answers refusals at fixed steps after the attempt, so that the time of an answer does not show which check has failed.
/// </summary>
internal sealed class RefusalPace(IOptions<LoginOptions> options, TimeProvider time)
{
    /// <summary>A timestamp of the beginning of an attempt.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Waits for the next step since the beginning of the attempt.</summary>
    public async Task WaitAsync(long begun, CancellationToken cancellationToken)
    {
        var step = TimeSpan.FromMilliseconds(options.Value.RefusalStepMs);
        if (step > TimeSpan.Zero)
        {
            var past = time.GetElapsedTime(begun).Ticks % step.Ticks;
            await Task.Delay(TimeSpan.FromTicks(step.Ticks - past), time, cancellationToken);
        }
    }
}
