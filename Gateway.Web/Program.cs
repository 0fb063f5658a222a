using Gateway.Web.Hosting;

return await GatewayCommandLine.RunAsync(args, Console.Out, Console.Error);
