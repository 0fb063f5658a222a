namespace Gateway.Client.Internal;

/// <summary>A token, and when the application gave it.</summary>
/// <param name="Text">The token.</param>
/// <param name="ReceivedAt">By the clock's counter.</param>
internal sealed record ReceivedToken(string Text, long ReceivedAt);
