using Gateway.Contracts;
using Gateway.Errors;

namespace Gateway.Web.Streams.Alarms;

/// <summary>
/// Acknowledges and shelves alarms. It checks the operator's rights: acknowledging, on the monitor's session, and writing the item that is
/// written. What is decided alarm by alarm is an outcome and no exception.
/// </summary>
internal interface IAlarmCommands
{
    /// <summary>Acknowledges one occurrence.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> or <c>Forbidden</c>: no alarm was touched.</exception>
    Task<AlarmCommandResult> AcknowledgeAsync(AcknowledgeAlarmRequest request, AlarmOperator by, CancellationToken cancellationToken);

    /// <summary>Acknowledges alarm by alarm; the results are in the order of the request.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> or <c>Forbidden</c>: no alarm was touched.</exception>
    Task<IReadOnlyList<AlarmCommandResult>> AcknowledgeAsync(AcknowledgeAlarmsRequest request, AlarmOperator by, CancellationToken cancellationToken);

    /// <summary>Shelves an alarm, or ends its shelving.</summary>
    /// <exception cref="GatewayException"><c>InvalidArgument</c> or <c>Forbidden</c>: nothing was written.</exception>
    Task<AlarmCommandResult> ShelveAsync(ShelveAlarmRequest request, AlarmOperator by, CancellationToken cancellationToken);
}
