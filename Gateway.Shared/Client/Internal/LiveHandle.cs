namespace Gateway.Client.Internal;

/// <summary>Where a reference is found in a session.</summary>
internal readonly record struct LiveHandle(int ServerHandle, int ItemHandle);
