"""PyTorch on one thread. Way 'eager' is what everybody writes. The others are for comparison: 'foreach' has an optimizer that
goes over all parameters at once, 'traced' also traces the network for TorchScript, 'channels-last' also keeps images so."""

import torch
from torch import nn

from serve import Job, serve

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh}


def network_of(job: Job) -> nn.Sequential:
    """The layers, with the weights of the job: images and filters have their channels first here."""
    modules = []
    shape = job.workload["input"]
    parameters = iter(torch.from_numpy(values.copy()) for values in job.parameters)

    def fill(module: nn.Module, weight: torch.Tensor) -> None:
        with torch.no_grad():
            module.weight.copy_(weight)
            module.bias.copy_(next(parameters))
        modules.append(module)

    for layer in job.workload["layers"]:
        kind = layer["kind"]
        if kind == "dense":
            weight = next(parameters)
            if len(shape) == 3:
                modules.append(nn.Flatten())
                weight = weight.reshape(*shape, -1).permute(2, 0, 1, 3).reshape(weight.shape)
            fill(nn.Linear(*weight.shape), weight.T)
            shape = [layer["units"]]
            if layer["activation"] in ACTIVATIONS:
                modules.append(ACTIVATIONS[layer["activation"]]())
        elif kind == "convolution":
            weight = next(parameters).permute(3, 2, 0, 1)
            fill(nn.Conv2d(shape[2], layer["filters"], layer["size"]), weight)
            modules.append(nn.ReLU())
            shape = [shape[0] - layer["size"] + 1, shape[1] - layer["size"] + 1, layer["filters"]]
        elif kind == "maxPool":
            modules.append(nn.MaxPool2d(layer["size"]))
            shape = [shape[0] // layer["size"], shape[1] // layer["size"], shape[2]]
        elif kind == "batchNorm":
            fill(nn.BatchNorm1d(shape[0], eps=1e-3, momentum=0.01), next(parameters))
        else:
            modules.append(nn.Dropout(layer["rate"]))
    return nn.Sequential(*modules)


class Network:
    def __init__(self, job: Job, way: str):
        workload = job.workload
        torch.manual_seed(1)
        self.binary = workload["layers"][-1]["units"] == 1
        images = len(workload["input"]) == 3
        if way == "channels-last" and not images:
            raise ValueError("there are no images")
        self.batches = [(self.tensor(x, way), self.targets(labels)) for x, labels in job.batches]
        self.model = network_of(job)
        if way == "channels-last":
            self.model = self.model.to(memory_format=torch.channels_last)
        foreach = None if way == "eager" else True
        if workload["optimizer"] == "adam":
            self.optimizer = torch.optim.Adam(self.model.parameters(), foreach=foreach)
        else:
            self.optimizer = torch.optim.SGD(self.model.parameters(), lr=0.01, momentum=0.9, foreach=foreach)
        self.loss = nn.BCEWithLogitsLoss() if self.binary else nn.CrossEntropyLoss()
        self.forward = torch.jit.trace(self.model, self.batches[0][0], check_trace=False) if way == "traced" else self.model
        self.row = self.batches[0][0][:1]

    def tensor(self, x, way: str) -> torch.Tensor:
        values = torch.from_numpy(x.copy())
        if values.dim() == 2:
            return values
        values = values.permute(0, 3, 1, 2)
        return values.contiguous(memory_format=torch.channels_last if way == "channels-last" else torch.contiguous_format)

    def targets(self, labels) -> torch.Tensor:
        values = torch.from_numpy(labels.copy())
        return values.unsqueeze(1) if self.binary else values.long()

    def update(self, batch: int) -> torch.Tensor:
        if not self.model.training:
            self.model.train()
        x, y = self.batches[batch]
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.forward(x), y)
        loss.backward()
        self.optimizer.step()
        return loss

    def step(self, batch: int) -> float:
        return self.update(batch).item()

    def train(self, start: int, steps: int) -> None:
        for i in range(start, start + steps):
            self.update(i % len(self.batches))

    def predict(self):
        if self.model.training:
            self.model.eval()
        with torch.inference_mode():
            logits = self.model(self.row)
            return (torch.sigmoid(logits) if self.binary else torch.softmax(logits, 1)).numpy()


serve(Network, {"torch": torch.__version__})
