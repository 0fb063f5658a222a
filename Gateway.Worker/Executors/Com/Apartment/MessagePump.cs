using System.Runtime.Versioning;

namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>
/// The message loop of an STA, in two halves: waiting for messages and dispatching them. Used only on the apartment's thread.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class MessagePump(CallWatch watch)
{
    /// <summary>Name of the call while a message is dispatched to a window; messages about a hang show it.</summary>
    public const string Dispatching = "a callback of the component";

    /// <summary>
    /// Limits how many messages are dispatched in a row, so that a flood of messages does not block the commands.
    /// </summary>
    private const int MaxMessages = 64;

    /// <summary>Waits until a message arrives, the handle is signalled or the time is over; null means no time limit.</summary>
    public static void Wait(WaitHandle wake, TimeSpan? until)
    {
        // Rounded up, because a wait of less than a millisecond would become no wait, and the thread would spin.
        var milliseconds = until is { } wait ? (uint)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue) : User32.Infinite;
        User32.MsgWaitForMultipleObjects(wake.SafeWaitHandle, milliseconds);
    }

    /// <summary>
    /// Dispatches the messages that have arrived, up to a limit. The component's callbacks run inside this method.
    /// </summary>
    public void Drain()
    {
        for (var i = 0; i < MaxMessages && User32.TryTake(out var message); i++)
        {
            using var call = watch.Begin(Dispatching);
            User32.Dispatch(message);
        }
    }
}
