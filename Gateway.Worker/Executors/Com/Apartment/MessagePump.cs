using System.Runtime.Versioning;

namespace Gateway.Worker.Executors.Com.Apartment;

/// <summary>The message loop of an STA, in two halves: waiting, and handing out what has come. On the apartment's thread only.</summary>
[SupportedOSPlatform("windows")]
internal sealed class MessagePump(CallWatch watch)
{
    /// <summary>What a message handed out to a window is called when it does not come back.</summary>
    public const string Dispatching = "a callback of the component";

    /// <summary>So that a flood of messages does not keep commands waiting for ever.</summary>
    private const int MaxMessages = 64;

    /// <summary>Returns when a message is there, the handle is signalled or the time is over; null waits without end.</summary>
    public static void Wait(WaitHandle wake, TimeSpan? until)
    {
        // Rounded up: a wait of less than a millisecond would be none, and the thread would spin.
        var milliseconds = until is { } wait ? (uint)Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 0, int.MaxValue) : User32.Infinite;
        User32.MsgWaitForMultipleObjects(wake.SafeWaitHandle, milliseconds);
    }

    /// <summary>Hands out the messages that are there, up to a limit. The component's callbacks run in here.</summary>
    public void Drain()
    {
        for (var i = 0; i < MaxMessages && User32.TryTake(out var message); i++)
        {
            using var call = watch.Begin(Dispatching);
            User32.Dispatch(message);
        }
    }
}
