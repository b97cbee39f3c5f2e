using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Grpc.Net.Client")]
[assembly: InternalsVisibleTo("Grpc.Net.ClientFactory")]
[assembly: InternalsVisibleTo("Grpc.AspNetCore.Server")]
[assembly: InternalsVisibleTo("Grpc.AspNetCore.Server.ClientFactory")]
[assembly: InternalsVisibleTo("Microsoft.AspNetCore.Grpc.JsonTranscoding")]
