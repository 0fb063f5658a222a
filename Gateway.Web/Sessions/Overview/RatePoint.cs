namespace Gateway.Web.Sessions.Overview;

/// <summary>The rates of the whole gateway over some seconds, or sums of them while they are counted.</summary>
/// <param name="At">When these seconds ended, UTC.</param>
/// <param name="Events">Events from workers.</param>
/// <param name="Delivered">Events to readers.</param>
/// <param name="Commands">Commands to workers.</param>
/// <param name="Cpu">CPU time, as a share of one processor.</param>
internal readonly record struct RatePoint(DateTime At, double Events, double Delivered, double Commands, double Cpu);
