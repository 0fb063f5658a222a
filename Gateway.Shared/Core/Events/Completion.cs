using Gateway.Values;

namespace Gateway.Events;

/// <summary>
/// What an OnWriteComplete or OperationComplete callback delivered, which is statuses only. Statuses null means exactly one plain success.
/// </summary>
public readonly record struct Completion(EventFamily Family, int ServerHandle, int ItemHandle, IReadOnlyList<MxStatus>? Statuses = null);
